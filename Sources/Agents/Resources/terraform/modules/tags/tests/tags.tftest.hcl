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
