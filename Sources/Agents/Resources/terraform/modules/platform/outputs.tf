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
  description = "Name of the cluster; null without one."
  value       = one(module.eks[*].cluster_name)
}

output "cluster_endpoint" {
  description = "Address of the cluster's API."
  value       = one(module.eks[*].cluster_endpoint)
}

output "cluster_security_group_id" {
  description = "Security group of the control plane and its nodes."
  value       = one(module.eks[*].cluster_security_group_id)
}

output "node_role_arn" {
  description = "Role of the nodes."
  value       = one(module.eks[*].node_role_arn)
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
  description = "Address of the cache's primary; null without a cache."
  value       = one(module.cache[*].endpoint)
}

output "cache_reader_endpoint" {
  description = "Address of the cache's replicas."
  value       = one(module.cache[*].reader_endpoint)
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

output "autoscaling_group_name" {
  description = "Autoscaling group of the instances; null with a cluster."
  value       = one(module.web[*].autoscaling_group_name)
}

output "monitoring_group_name" {
  description = "Autoscaling group of the monitoring host; null with a cluster."
  value       = one(module.monitoring_host[*].autoscaling_group_name)
}

output "workload_role_arns" {
  description = "Identity of the application: of each service in a cluster, of the host without one."
  value       = local.has_cluster ? module.eks[0].workload_role_arns : { host = module.web[0].role_arn }
}

output "origin_domain_name" {
  description = "Name that CloudFront reaches the load balancer by."
  value       = module.load_balancer.domain_name
}

output "load_balancer_arn" {
  description = "ARN of the load balancer."
  value       = module.load_balancer.arn
}

output "target_group_arn" {
  description = "Target group that pods are bound to."
  value       = module.load_balancer.target_group_arn
}

output "zone_id" {
  description = "Hosted zone of the environment's domain."
  value       = module.dns.zone_id
}

output "name_servers" {
  description = "Name servers that the parent zone delegates to."
  value       = module.dns.name_servers
}

output "database_monitoring_role_arn" {
  description = "Role of the databases' enhanced monitoring."
  value       = module.iam.database_monitoring_role_arn
}

output "log_retention_days" {
  description = "Days that logs are kept in CloudWatch, which accepts only some lengths."
  value       = local.log_retention_days
}

output "assets_bucket_domain" {
  description = "Regional domain name of the assets, for the distribution."
  value       = module.object_storage.assets_bucket_domain
}

output "alarm_topic_arns" {
  description = "Topics of CloudWatch's alarms by severity."
  value       = module.monitoring.alarm_topic_arns
}

output "image_repository_urls" {
  description = "Address of each service's images."
  value       = module.ci_build.repository_urls
}

output "build_role_arn" {
  description = "Role of the pipeline's build job."
  value       = module.ci_build.build_role_arn
}

output "artifact_bucket_name" {
  description = "Bucket of build artifacts."
  value       = module.ci_build.artifact_bucket_name
}

output "vpn_tunnel_addresses" {
  description = "Public addresses of the VPN's tunnels; empty without one."
  value       = flatten(module.vpn[*].tunnel_addresses)
}
