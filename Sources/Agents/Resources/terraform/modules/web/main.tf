data "aws_partition" "current" {}

# The roles under ansible/ are written for Debian.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/debian/release/12/latest/amd64"
}

locals {
  # Not below builds/: whoever writes this object is root on the hosts.
  key = "hosts/site.tar.gz"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

# The instance runs one workload, so its role is that workload's identity.
resource "aws_iam_role" "this" {
  name               = "${var.name}-web"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "session_manager" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "workload" {
  name   = "workload"
  role   = aws_iam_role.this.id
  policy = var.workload_policy
}

# What the host itself needs to become one, apart from what its workload may do.
data "aws_iam_policy_document" "host" {
  statement {
    sid       = "ReadConfiguration"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.configuration_bucket}/${local.key}"]
  }

  statement {
    sid       = "UseDataKey"
    actions   = ["kms:Decrypt"]
    resources = [var.data_key_arn]
  }

  statement {
    sid       = "ReportBoot"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.boot.arn}:*"]
  }
}

resource "aws_iam_role_policy" "host" {
  name   = "host"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.host.json
}

resource "aws_iam_instance_profile" "this" {
  name = "${var.name}-web"
  role = aws_iam_role.this.name
}

resource "aws_cloudwatch_log_group" "boot" {
  name              = "/${var.name}/hosts"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

module "boot" {
  source = "../host-boot"

  environment = var.environment
  region      = var.region
  bucket      = var.configuration_bucket
  key         = local.key
  group       = "app"
  playbook    = "playbooks/site.yml"
  log_group   = aws_cloudwatch_log_group.boot.name
}

resource "aws_launch_template" "this" {
  name_prefix            = "${var.name}-web-"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = var.instance_type
  update_default_version = true
  user_data              = base64encode(module.boot.script)
  vpc_security_group_ids = [var.security_group_id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  # Credentials are for the host itself: with one hop a container cannot ask for them.
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
      volume_size           = var.disk_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  monitoring {
    enabled = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = merge(var.tags, { Name = "${var.name}-web", Component = "web" })
  }

  tag_specifications {
    resource_type = "volume"
    tags          = merge(var.tags, { Name = "${var.name}-web", Component = "web" })
  }
}

resource "aws_autoscaling_group" "this" {
  name                = "${var.name}-web"
  vpc_zone_identifier = var.subnet_ids
  target_group_arns   = [var.target_group_arn]

  min_size                  = var.min_size
  max_size                  = var.max_size
  desired_capacity          = var.min_size
  health_check_type         = "ELB"
  health_check_grace_period = var.grace_seconds
  default_instance_warmup   = var.grace_seconds
  default_cooldown          = 60
  max_instance_lifetime     = 30 * 86400
  capacity_rebalance        = var.spot != null
  termination_policies      = ["OldestLaunchTemplate", "Default"]
  enabled_metrics           = ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize"]

  dynamic "launch_template" {
    for_each = var.spot == null ? ["on-demand"] : []

    content {
      id      = aws_launch_template.this.id
      version = aws_launch_template.this.latest_version
    }
  }

  # Spot instances leave with two minutes' notice: for environments that can bear that.
  dynamic "mixed_instances_policy" {
    for_each = var.spot == null ? [] : [var.spot]

    content {
      instances_distribution {
        on_demand_base_capacity                  = mixed_instances_policy.value.on_demand_base
        on_demand_percentage_above_base_capacity = mixed_instances_policy.value.on_demand_percent
        spot_allocation_strategy                 = "price-capacity-optimized"
      }

      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.this.id
          version            = aws_launch_template.this.latest_version
        }

        dynamic "override" {
          for_each = mixed_instances_policy.value.instance_types

          content {
            instance_type = override.value
          }
        }
      }
    }
  }

  # A new image or template replaces a tenth at a time, and goes back when alarms or health say no.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 90
      instance_warmup        = var.grace_seconds
      auto_rollback          = true
    }
  }

  dynamic "tag" {
    for_each = merge(var.tags, { Name = "${var.name}-web", Component = "web" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  # The policies and schedules move the desired size; Terraform must not move it back.
  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.cpu_target_percent

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

resource "aws_autoscaling_policy" "requests" {
  name                   = "requests"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = var.requests_per_target

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${var.load_balancer_arn_suffix}/${var.target_group_arn_suffix}"
    }
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
