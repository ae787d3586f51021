variables {
  vpc_cidr = "10.0.0.0/16"
  zones    = 3
}

run "tiers_do_not_overlap" {
  command = plan

  assert {
    condition     = length(distinct(concat(output.private, output.public, output.data))) == 9
    error_message = "every subnet must have a range of its own"
  }

  assert {
    condition     = output.private == ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"]
    error_message = "private ranges moved"
  }

  assert {
    condition     = output.public == ["10.0.128.0/22", "10.0.132.0/22", "10.0.136.0/22"]
    error_message = "public ranges moved"
  }

  assert {
    condition     = output.data == ["10.0.144.0/22", "10.0.148.0/22", "10.0.152.0/22"]
    error_message = "data ranges moved"
  }
}

run "a_smaller_network_is_refused" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0/20"
  }

  expect_failures = [var.vpc_cidr]
}
