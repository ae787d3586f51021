variables {
  environment = "production"
  region      = "us-east-1"
  bucket      = "example-production-artifacts-123456789012"
  key         = "hosts/site.tar.gz"
  group       = "app"
  playbook    = "playbooks/site.yml"
  log_group   = "/example-production/hosts"
}

run "the_roles_are_applied_before_the_host_serves" {
  command = plan

  assert {
    condition     = strcontains(output.script, "s3://example-production-artifacts-123456789012/hosts/site.tar.gz") && strcontains(output.script, "--inventory inventory/production.yml --limit app playbooks/site.yml")
    error_message = "the host applies this environment's playbook to itself"
  }

  assert {
    condition     = strcontains(output.script, "could not be applied\"; exit 1;") && strcontains(output.script, "RandomizedDelaySec=5min")
    error_message = "a first configuration that fails ends the boot; later ones come at moments of their own"
  }

  assert {
    condition     = !strcontains(output.script, "RequiresMountsFor")
    error_message = "without a mount nothing is waited for"
  }
}

run "a_host_with_a_volume" {
  command = plan

  variables {
    prepare    = "mount /var/lib/example"
    mount      = "/var/lib/example"
    must_apply = false
  }

  assert {
    condition     = strcontains(output.script, "\nmount /var/lib/example\n") && strcontains(output.script, "\nRequiresMountsFor=/var/lib/example\n")
    error_message = "the volume is there before the roles"
  }

  assert {
    condition     = strcontains(output.script, "the timer tries again") && !strcontains(output.script, "exit 1;")
    error_message = "a host that nobody replaces tries again"
  }
}

run "builds_are_no_configuration" {
  command = plan

  variables {
    key = "builds/site.tar.gz"
  }

  expect_failures = [var.key]
}
