# Machines that live long enough to grow old: those of autoscaling groups. Kubernetes nodes are replaced instead.
resource "aws_ssm_patch_baseline" "this" {
  count = var.patching == null ? 0 : 1

  name             = var.name
  description      = "Security patches of every priority, at once"
  operating_system = "DEBIAN"

  # Debian's packages have no release date that days could be counted from, and neither class nor severity: all that
  # its security archive has is approved.
  approval_rule {
    compliance_level = "CRITICAL"

    patch_filter {
      key    = "PRIORITY"
      values = ["Required", "Important", "Standard", "Optional", "Extra"]
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
