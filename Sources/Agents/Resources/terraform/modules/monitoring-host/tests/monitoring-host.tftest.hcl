mock_provider "aws" {
  source = "../testing"
}

variables {
  name                          = "example-production"
  environment                   = "production"
  region                        = "us-east-1"
  instance_type                 = "m5.large"
  volume_gib                    = 40
  zone                          = "us-east-1a"
  subnet_id                     = "subnet-a"
  vpc_id                        = "vpc-0123456789abcdef0"
  application_security_group_id = "sg-0123456789abcdef0"
  endpoints_security_group_id   = "sg-0123456789abcdef1"
  scrape_ports                  = [2020, 8080, 9100]
  policies                      = ["{\"Version\":\"2012-10-17\",\"Statement\":[]}"]
  configuration_bucket          = "example-production-artifacts-123456789012"
  data_key_arn                  = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_key_arn                   = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_retention_days            = 90
  backup_vault_name             = "example-production"
  backup_role_arn               = "arn:aws:iam::123456789012:role/test"
  tags                          = { Project = "example", Environment = "production" }
}

run "one_hardened_machine_in_the_zone_of_its_volume" {
  assert {
    condition     = aws_launch_template.this.metadata_options[0].http_tokens == "required" && aws_launch_template.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "the host answers IMDSv2 with one hop"
  }

  assert {
    condition     = aws_ebs_volume.data.encrypted && aws_ebs_volume.data.type == "gp3" && aws_ebs_volume.data.size == 40 && aws_ebs_volume.data.availability_zone == "us-east-1a"
    error_message = "the metrics lie on an encrypted volume of the size that is asked for"
  }

  assert {
    condition     = aws_autoscaling_group.this.min_size == 1 && aws_autoscaling_group.this.max_size == 1 && tolist(aws_autoscaling_group.this.vpc_zone_identifier) == tolist(["subnet-a"])
    error_message = "there is one machine, where the volume is"
  }

  assert {
    condition     = aws_autoscaling_group.this.instance_refresh[0].preferences[0].min_healthy_percentage == 0
    error_message = "the old machine gives the volume back before the new one needs it"
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.this.user_data), aws_ebs_volume.data.id) && strcontains(base64decode(aws_launch_template.this.user_data), "inventory/production.yml")
    error_message = "the first boot attaches the volume and applies this environment's roles"
  }
}

run "scraped_from_here_only_and_open_to_traces_only" {
  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.application_scrape : rule.from_port]) == toset([2020, 8080, 9100]) && alltrue([for rule in aws_vpc_security_group_ingress_rule.application_scrape : rule.referenced_security_group_id == aws_security_group.monitoring.id])
    error_message = "the workloads admit the scrape, from the monitoring host only"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.monitoring_traces.referenced_security_group_id == "sg-0123456789abcdef0" && aws_vpc_security_group_ingress_rule.monitoring_traces.from_port == 4317
    error_message = "the host lets traces of the workloads in"
  }
}

run "the_volume_is_snapshotted_by_its_tag" {
  assert {
    condition     = one(aws_backup_selection.this.selection_tag).value == aws_ebs_volume.data.tags["Backup"]
    error_message = "the backup plan selects the volume"
  }

  assert {
    condition     = one(aws_backup_plan.this.rule).target_vault_name == "example-production" && one(one(aws_backup_plan.this.rule).lifecycle).delete_after == 7
    error_message = "snapshots are kept for a week in the environment's vault"
  }
}

run "a_remote_login_is_no_scrape" {
  command = plan

  variables {
    scrape_ports = [22]
  }

  expect_failures = [var.scrape_ports]
}

run "two_machines_cannot_share_the_volume" {
  command = plan

  variables {
    schedules = {
      start = {
        recurrence = "0 8 * * MON-FRI"
        time_zone  = "Europe/Berlin"
        min_size   = 1
        max_size   = 2
      }
    }
  }

  expect_failures = [var.schedules]
}
