# Pods get identities of their own, by service account; the node's role grants them nothing.
locals {
  managed_identities = {
    cni = {
      namespace       = "kube-system"
      service_account = "aws-node"
      policy          = "AmazonEKS_CNI_Policy"
    }
    volumes = {
      namespace       = "kube-system"
      service_account = "ebs-csi-controller-sa"
      policy          = "service-role/AmazonEBSCSIDriverPolicy"
    }
  }

  own_identities = merge(local.cluster_identities, local.workload_identities, var.identities)

  # Each service has a role of its own, so that the trail of calls says which one it was.
  workload_identities = {
    for account in var.workload.service_accounts : "app-${account}" => {
      namespace       = var.workload.namespace
      service_account = account
      policy          = var.workload.policy
    }
  }

  cluster_identities = {
    autoscaler = {
      namespace       = "kube-system"
      service_account = "cluster-autoscaler"
      policy          = data.aws_iam_policy_document.autoscaler.json
    }
    load-balancer = {
      namespace       = "kube-system"
      service_account = "aws-load-balancer-controller"
      policy          = data.aws_iam_policy_document.load_balancer.json
    }
  }

  identities = merge(local.managed_identities, local.own_identities)
}

data "aws_iam_policy_document" "pod_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.identities

  name               = "${var.name}-${each.key}"
  description        = "Identity of ${each.value.namespace}/${each.value.service_account}"
  assume_role_policy = data.aws_iam_policy_document.pod_trust.json
}

resource "aws_iam_role_policy_attachment" "pod" {
  for_each = local.managed_identities

  role       = aws_iam_role.pod[each.key].name
  policy_arn = "${local.policies}/${each.value.policy}"
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.own_identities

  name   = each.key
  role   = aws_iam_role.pod[each.key].id
  policy = each.value.policy
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = local.identities

  cluster_name    = aws_eks_cluster.this.name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.pod[each.key].arn
}

data "aws_iam_policy_document" "autoscaler" {
  #checkov:skip=CKV_AWS_356:the describing calls take no resource; what changes a group is limited by its tag
  statement {
    sid = "Look"
    actions = [
      "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeTags", "ec2:DescribeImages", "ec2:DescribeInstanceTypes",
      "ec2:DescribeLaunchTemplateVersions", "ec2:GetInstanceTypesFromInstanceRequirements",
      "eks:DescribeNodegroup",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ScaleOwnGroups"
    actions   = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    resources = ["arn:${data.aws_partition.current.partition}:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/eks-*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/eks:cluster-name"
      values   = [var.name]
    }
  }
}

# The load balancer is Terraform's; the controller only registers pods with its target group.
data "aws_iam_policy_document" "load_balancer" {
  #checkov:skip=CKV_AWS_356:the describing calls take no resource
  statement {
    sid = "Look"
    actions = [
      "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
      "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Register"
    actions   = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]
    resources = [var.target_group_arn]
  }
}
