mock_provider "aws" {
  source = "../testing"
}

variables {
  name                          = "example-production"
  cluster_version               = "1.36"
  subnet_ids                    = ["subnet-a", "subnet-b", "subnet-c"]
  application_security_group_id = "sg-0123456789abcdef0"
  instance_type                 = "m5.xlarge"
  min_nodes                     = 3
  max_nodes                     = 30
  node_zones                    = 3
  disk_gib                      = 100
  cluster_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_key_arn                   = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_retention_days            = 30
  administrator_role_arns       = ["arn:aws:iam::123456789012:role/administrator"]
  target_group_arn              = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/test/0123456789abcdef"
  deletion_protection           = true

  logging = {
    instance_type = "r5.xlarge"
    nodes         = 3
  }

  workload = {
    namespace        = "apps"
    service_accounts = ["api", "web"]
    policy           = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }

  identities = {
    log-shipper = {
      namespace       = "logging"
      service_account = "fluent-bit"
      policy          = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    }
  }
}

run "private_endpoint_access_entries_and_pod_identities" {
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "the API answers within the network only"
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && length(aws_eks_access_entry.administrator) == 1
    error_message = "people enter by access entries"
  }

  assert {
    condition     = alltrue([for template in aws_launch_template.node : template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1])
    error_message = "nodes answer IMDSv2 with one hop"
  }

  assert {
    condition     = aws_eks_pod_identity_association.this["app-api"].namespace == "apps" && aws_eks_pod_identity_association.this["log-shipper"].service_account == "fluent-bit" && length(aws_eks_pod_identity_association.this) == 7
    error_message = "each service, the add-ons and the log shipper have identities of their own"
  }

  assert {
    condition     = length(aws_eks_node_group.logging) == 1 && length(aws_eks_addon.scheduled) == 3
    error_message = "the log store has its own nodes, and add-ons that run as pods are there"
  }
}

run "an_empty_cluster_has_no_add_on_that_waits_for_nodes" {
  variables {
    min_nodes = 0

    logging = {
      instance_type = "r5.xlarge"
      nodes         = 0
    }
  }

  assert {
    condition     = length(aws_eks_addon.scheduled) == 0 && length(aws_eks_node_group.logging) == 0
    error_message = "nothing may wait for nodes that do not come"
  }
}

run "a_maximum_below_the_minimum_is_refused" {
  command = plan

  variables {
    max_nodes = 2
  }

  expect_failures = [var.max_nodes]
}
