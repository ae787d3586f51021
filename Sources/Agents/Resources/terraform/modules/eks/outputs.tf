output "cluster_name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "cluster_endpoint" {
  description = "Address of the API; reachable from within the network only."
  value       = aws_eks_cluster.this.endpoint
}

output "cluster_security_group_id" {
  description = "Security group of the control plane and its nodes."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "node_role_arn" {
  description = "Role of the nodes."
  value       = aws_iam_role.node.arn
}

output "workload_role_arns" {
  description = "Role of each service's pods."
  value       = { for account in var.workload.service_accounts : account => aws_iam_role.pod["app-${account}"].arn }
}
