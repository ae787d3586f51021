output "vpc_id" {
  description = "Id of the VPC."
  value       = module.network.vpc_id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = module.network.public_subnet_ids
}

output "edge_security_group_id" {
  description = "Security group of the load balancer."
  value       = module.network.security_group_ids["edge"]
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.eks.cluster_name
}

output "cluster_endpoint" {
  description = "Address of the cluster's API."
  value       = module.eks.cluster_endpoint
}

output "cluster_security_group_id" {
  description = "Security group of the control plane and its nodes."
  value       = module.eks.cluster_security_group_id
}

output "node_role_arn" {
  description = "Role of the nodes."
  value       = module.eks.node_role_arn
}

output "database_endpoint" {
  description = "Host and port of the database."
  value       = module.database.endpoint
}

output "database_arn" {
  description = "ARN of the database."
  value       = module.database.arn
}

output "database_secret_arn" {
  description = "Secret with the database's master credentials."
  value       = module.database.secret_arn
}

output "cache_endpoint" {
  description = "Address of the cache's primary."
  value       = module.cache.endpoint
}

output "cache_reader_endpoint" {
  description = "Address of the cache's replicas."
  value       = module.cache.reader_endpoint
}

output "bucket_names" {
  description = "Buckets by purpose."
  value       = module.object_storage.bucket_names
}

output "bucket_arns" {
  description = "ARNs of the buckets by purpose."
  value       = module.object_storage.bucket_arns
}

output "backup_vault_arn" {
  description = "Vault of the recovery points."
  value       = module.backup.vault_arn
}

output "web_acl_arn" {
  description = "Web ACL for the load balancer, named in the ingress' annotation."
  value       = module.waf.web_acl_arn
}

output "alarm_topic_arn" {
  description = "Topic of CloudWatch's alarms."
  value       = module.monitoring.alarm_topic_arn
}

output "trail_arn" {
  description = "Trail of all API calls."
  value       = module.guardrails.trail_arn
}

output "threat_detector_id" {
  description = "Detector whose findings the security dashboard links to."
  value       = module.guardrails.detector_id
}

output "pipeline_role_arns" {
  description = "Roles of the pipeline's jobs."
  value = {
    plan  = module.iam.plan_role_arn
    apply = module.iam.apply_role_arn
  }
}
