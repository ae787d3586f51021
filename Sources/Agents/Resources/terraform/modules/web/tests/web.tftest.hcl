mock_provider "aws" {
  source = "../testing"
}

variables {
  name                     = "example-production"
  environment              = "production"
  region                   = "us-east-1"
  instance_type            = "m5.xlarge"
  min_size                 = 3
  max_size                 = 30
  disk_gib                 = 50
  subnet_ids               = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_id        = "sg-0123456789abcdef0"
  target_group_arn         = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/test/0123456789abcdef"
  load_balancer_arn_suffix = "app/test/0123456789abcdef"
  target_group_arn_suffix  = "targetgroup/test/0123456789abcdef"
  workload_policy          = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  configuration_bucket     = "example-production-artifacts-123456789012"
  data_key_arn             = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_retention_days       = 90
  tags                     = { Environment = "production" }
}

run "on_demand_and_hardened_by_default" {
  assert {
    condition     = aws_launch_template.this.metadata_options[0].http_tokens == "required" && aws_launch_template.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "instances answer IMDSv2 with one hop"
  }

  assert {
    condition     = aws_launch_template.this.block_device_mappings[0].ebs[0].encrypted == "true" && aws_launch_template.this.block_device_mappings[0].ebs[0].volume_type == "gp3"
    error_message = "volumes are encrypted gp3"
  }

  assert {
    condition     = length(aws_autoscaling_group.this.mixed_instances_policy) == 0 && length(aws_autoscaling_group.this.launch_template) == 1
    error_message = "without spot the group is on demand only"
  }

  assert {
    condition     = aws_autoscaling_policy.cpu.target_tracking_configuration[0].target_value == 70
    error_message = "the group is held at 70 % CPU"
  }

  assert {
    condition     = aws_autoscaling_policy.requests.target_tracking_configuration[0].predefined_metric_specification[0].resource_label == "app/test/0123456789abcdef/targetgroup/test/0123456789abcdef"
    error_message = "requests are counted per target of this load balancer"
  }
}

run "the_first_boot_applies_the_roles" {
  assert {
    condition     = data.aws_ssm_parameter.image.name == "/aws/service/debian/release/12/latest/amd64" && aws_launch_template.this.image_id == data.aws_ssm_parameter.image.value
    error_message = "the hosts boot what the roles are written for"
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.this.user_data), "s3://example-production-artifacts-123456789012/hosts/site.tar.gz") && strcontains(base64decode(aws_launch_template.this.user_data), "--inventory inventory/production.yml --limit app playbooks/site.yml")
    error_message = "the first boot fetches the archive and applies this environment's roles"
  }

  assert {
    condition     = length(aws_launch_template.this.user_data) < 16384
    error_message = "the provider takes sixteen kibibytes"
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.host.statement : statement.resources if statement.sid == "ReadConfiguration"]) == toset(["arn:aws:s3:::example-production-artifacts-123456789012/hosts/site.tar.gz"])
    error_message = "the host reads its archive and nothing else of the bucket"
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.host.statement : statement.resources if statement.sid == "UseDataKey"]) == toset(["arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"])
    error_message = "the host decrypts with the bucket's key"
  }

  assert {
    condition     = aws_autoscaling_group.this.health_check_type == "ELB" && aws_autoscaling_group.this.health_check_grace_period == 600
    error_message = "a host has time for its first configuration, and is replaced when it does not answer then"
  }
}

run "spot_and_schedules" {
  variables {
    spot = {
      on_demand_base    = 1
      on_demand_percent = 0
      instance_types    = ["m5.xlarge", "m5a.xlarge"]
    }

    schedules = {
      start = {
        recurrence = "0 8 * * MON-FRI"
        time_zone  = "Europe/Berlin"
        min_size   = 3
        max_size   = 30
      }
    }
  }

  assert {
    condition     = length(aws_autoscaling_group.this.mixed_instances_policy[0].launch_template[0].override) == 2
    error_message = "spot capacity comes from several types"
  }

  assert {
    condition     = aws_autoscaling_schedule.this["start"].time_zone == "Europe/Berlin"
    error_message = "a schedule keeps its time zone"
  }
}

run "a_schedule_without_a_time_zone_is_refused" {
  command = plan

  variables {
    schedules = {
      start = {
        recurrence = "0 8 * * MON-FRI"
        time_zone  = ""
        min_size   = 3
        max_size   = 30
      }
    }
  }

  expect_failures = [var.schedules]
}

run "a_target_without_headroom_is_refused" {
  command = plan

  variables {
    cpu_target_percent = 90
  }

  expect_failures = [var.cpu_target_percent]
}
