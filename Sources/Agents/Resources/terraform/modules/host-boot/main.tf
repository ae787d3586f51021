# One script for every host that configures itself: what differs between them is a value.
locals {
  script = templatefile("${path.module}/boot.sh.tftpl", {
    environment     = var.environment
    region          = var.region
    bucket          = var.bucket
    key             = var.key
    group           = var.group
    playbook        = var.playbook
    log_group       = var.log_group
    prepare         = trimspace(var.prepare)
    mount           = var.mount
    must_apply      = var.must_apply
    agent_version   = var.agent_version
    ansible_version = var.ansible_version
  })
}
