# Machines that live long enough to grow old: those of autoscaling groups. Kubernetes nodes are replaced instead.
resource "aws_ssm_patch_baseline" "this" {
  count = var.patching == null ? 0 : 1

  name             = var.name
  description      = "Security patches after a week, critical ones at once"
  operating_system = var.patching.operating_system

  approval_rule {
    approve_after_days = 0
    compliance_level   = "CRITICAL"

    patch_filter {
      key    = "CLASSIFICATION"
      values = ["Security"]
    }

    patch_filter {
      key    = "SEVERITY"
      values = ["Critical"]
    }
  }

  approval_rule {
    approve_after_days = 7
    compliance_level   = "HIGH"

    patch_filter {
      key    = "CLASSIFICATION"
      values = ["Security", "Bugfix"]
    }
  }
}

resource "aws_ssm_patch_group" "this" {
  count = var.patching == null ? 0 : 1

  baseline_id = aws_ssm_patch_baseline.this[0].id
  patch_group = var.name
}

resource "aws_ssm_maintenance_window" "this" {
  count = var.patching == null ? 0 : 1

  name              = "${var.name}-patching"
  description       = "Installs approved patches"
  schedule          = var.patching.schedule
  schedule_timezone = var.patching.time_zone
  duration          = 3
  cutoff            = 1
}

resource "aws_ssm_maintenance_window_target" "this" {
  count = var.patching == null ? 0 : 1

  window_id     = aws_ssm_maintenance_window.this[0].id
  name          = "machines"
  resource_type = "INSTANCE"

  targets {
    key    = "tag:PatchGroup"
    values = [var.name]
  }
}

resource "aws_ssm_maintenance_window_task" "this" {
  count = var.patching == null ? 0 : 1

  window_id       = aws_ssm_maintenance_window.this[0].id
  name            = "patch"
  task_type       = "RUN_COMMAND"
  task_arn        = "AWS-RunPatchBaseline"
  priority        = 1
  max_concurrency = "25%"
  max_errors      = "1"

  targets {
    key    = "WindowTargetIds"
    values = [aws_ssm_maintenance_window_target.this[0].id]
  }

  task_invocation_parameters {
    run_command_parameters {
      timeout_seconds = 3600

      parameter {
        name   = "Operation"
        values = ["Install"]
      }

      parameter {
        name   = "RebootOption"
        values = ["RebootIfNeeded"]
      }
    }
  }
}
