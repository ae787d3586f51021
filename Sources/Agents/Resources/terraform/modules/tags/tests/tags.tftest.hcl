variables {
  environment = "staging"
  project     = "example"
  owner       = "platform"
  cost_center = "engineering"
  extra       = { ManagedBy = "hand", Service = "web" }
}

run "mandatory_tags_win" {
  command = plan

  assert {
    condition     = output.tags["ManagedBy"] == "terraform"
    error_message = "an extra tag must not override a mandatory one"
  }

  assert {
    condition     = output.tags["Service"] == "web"
    error_message = "extra tags must be kept"
  }
}

run "an_unknown_environment_is_refused" {
  command = plan

  variables {
    environment = "playground"
  }

  expect_failures = [var.environment]
}

run "a_bad_project_name_is_refused" {
  command = plan

  variables {
    project = "Example_1"
  }

  expect_failures = [var.project]
}
