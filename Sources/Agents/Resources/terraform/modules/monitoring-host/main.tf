data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

# The roles under ansible/ are written for Debian.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/debian/release/12/latest/amd64"
}

locals {
  name = "${var.name}-monitoring"
  tags = merge(var.tags, { Name = local.name, Component = "monitoring" })
}

# The metrics outlive the machine. A block volume belongs to one zone, and so does the group: a file system over
# all zones is what Prometheus' storage is not made for.
resource "aws_ebs_volume" "data" {
  #checkov:skip=CKV2_AWS_9:the backup plan below selects it by its tag
  availability_zone = var.zone
  type              = "gp3"
  size              = var.volume_gib
  encrypted         = true
  kms_key_id        = var.data_key_arn
  snapshot_id       = var.snapshot_id

  tags = merge(local.tags, { Backup = local.name })
}

resource "aws_cloudwatch_log_group" "boot" {
  name              = "/${var.name}/monitoring"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

module "boot" {
  source = "../host-boot"

  environment = var.environment
  region      = var.region
  bucket      = var.configuration_bucket
  key         = "monitoring/site.tar.gz"
  group       = "monitoring"
  playbook    = "playbooks/monitoring.yml"
  log_group   = aws_cloudwatch_log_group.boot.name
  mount       = "/var/lib/monitoring"
  must_apply  = false

  prepare = templatefile("${path.module}/volume.sh.tftpl", {
    region    = var.region
    volume_id = aws_ebs_volume.data.id
  })
}

resource "aws_launch_template" "this" {
  name_prefix            = "${local.name}-"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.monitoring.id]
  user_data              = base64encode(module.boot.script)

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  # Everything here is a process of the host: none needs a second hop.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "enabled"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.root_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  monitoring {
    enabled = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = local.tags
  }

  tag_specifications {
    resource_type = "volume"
    tags          = local.tags
  }
}

# A group of one, in the volume's zone: it replaces a machine that is broken or has an old template, which
# an instance's own recovery does not.
resource "aws_autoscaling_group" "this" {
  name                = local.name
  vpc_zone_identifier = [var.subnet_id]

  min_size                  = 1
  max_size                  = 1
  desired_capacity          = 1
  health_check_type         = "EC2"
  health_check_grace_period = var.grace_seconds
  default_instance_warmup   = var.grace_seconds
  enabled_metrics           = ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize"]

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  # The volume can be at one machine only: the old one goes first.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 0
      instance_warmup        = var.grace_seconds
    }
  }

  dynamic "tag" {
    for_each = local.tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  # The schedules move the sizes; Terraform must not wake the machine.
  lifecycle {
    ignore_changes = [desired_capacity, max_size, min_size]
  }
}

resource "aws_autoscaling_schedule" "this" {
  for_each = var.schedules

  scheduled_action_name  = each.key
  autoscaling_group_name = aws_autoscaling_group.this.name
  recurrence             = each.value.recurrence
  time_zone              = each.value.time_zone
  min_size               = each.value.min_size
  max_size               = each.value.max_size
  desired_capacity       = each.value.min_size
}

# Every hour, by its tag; the vault's lock asks for a week.
resource "aws_backup_plan" "this" {
  name = local.name

  rule {
    rule_name         = "hourly"
    target_vault_name = var.backup_vault_name
    schedule          = "cron(0 * * * ? *)"
    start_window      = 60
    completion_window = 180

    lifecycle {
      delete_after = var.snapshot_days
    }

    recovery_point_tags = {
      Name = "${local.name}-hourly"
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = local.name
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = var.backup_role_arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = local.name
  }
}
