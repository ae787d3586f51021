output "vpc_id" {
  description = "Id of the VPC."
  value       = module.platform.vpc_id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = module.platform.public_subnet_ids
}

output "edge_security_group_id" {
  description = "Security group of the load balancer."
  value       = module.platform.edge_security_group_id
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.platform.cluster_name
}

output "cluster_endpoint" {
  description = "Address of the cluster's API."
  value       = module.platform.cluster_endpoint
}

output "cluster_security_group_id" {
  description = "Security group of the control plane and its nodes."
  value       = module.platform.cluster_security_group_id
}

output "node_role_arn" {
  description = "Role of the nodes."
  value       = module.platform.node_role_arn
}

output "database_endpoint" {
  description = "Host and port of the database."
  value       = module.platform.database_endpoint
}

output "database_arn" {
  description = "ARN of the database."
  value       = module.platform.database_arn
}

output "database_secret_arn" {
  description = "Secret with the database's master credentials."
  value       = module.platform.database_secret_arn
}

output "cache_endpoint" {
  description = "Address of the cache's primary."
  value       = module.platform.cache_endpoint
}

output "cache_reader_endpoint" {
  description = "Address of the cache's replicas."
  value       = module.platform.cache_reader_endpoint
}

output "bucket_names" {
  description = "Buckets by purpose."
  value       = module.platform.bucket_names
}

output "bucket_arns" {
  description = "ARNs of the buckets by purpose."
  value       = module.platform.bucket_arns
}

output "backup_vault_arn" {
  description = "Vault of the recovery points."
  value       = module.platform.backup_vault_arn
}

output "alarm_topic_arn" {
  description = "Topic of CloudWatch's alarms."
  value       = module.platform.alarm_topic_arn
}

output "trail_arn" {
  description = "Trail of all API calls."
  value       = module.platform.trail_arn
}

output "threat_detector_id" {
  description = "Detector whose findings the security dashboard links to."
  value       = module.platform.threat_detector_id
}

output "pipeline_role_arns" {
  description = "Roles of the pipeline's jobs."
  value       = module.platform.pipeline_role_arns
}

output "autoscaling_group_name" {
  description = "Autoscaling group of the instances; null with a cluster."
  value       = module.platform.autoscaling_group_name
}

output "monitoring_group_name" {
  description = "Autoscaling group of the monitoring host; null with a cluster."
  value       = module.platform.monitoring_group_name
}

output "workload_role_arns" {
  description = "Identity of the application: of each service in a cluster, of the host without one."
  value       = module.platform.workload_role_arns
}

output "origin_domain_name" {
  description = "Name that CloudFront reaches the load balancer by."
  value       = module.platform.origin_domain_name
}

output "load_balancer_arn" {
  description = "ARN of the load balancer."
  value       = module.platform.load_balancer_arn
}

output "target_group_arn" {
  description = "Target group that pods are bound to."
  value       = module.platform.target_group_arn
}

output "zone_id" {
  description = "Hosted zone of the environment's domain."
  value       = module.platform.zone_id
}

output "name_servers" {
  description = "Name servers that the parent zone delegates to."
  value       = module.platform.name_servers
}

output "recovery" {
  description = "What waits in the recovery region; empty without one."
  value = {
    cluster_names      = module.recovery[*].cluster_name
    database_endpoints = module.recovery[*].database_endpoint
    vpc_ids            = module.recovery[*].vpc_id
    vault_arns         = module.recovery[*].vault_arn
  }
}

output "distribution_id" {
  description = "Id of the distribution, for invalidations."
  value       = module.edge.distribution_id
}

output "distribution_domain" {
  description = "CloudFront's own name of the distribution."
  value       = module.edge.distribution_domain
}

output "edge_web_acl_arn" {
  description = "Web ACL of the distribution."
  value       = module.edge.web_acl_arn
}

output "alarm_topic_arns" {
  description = "Topics of CloudWatch's alarms by severity; those of the edge are in us-east-1."
  value = {
    platform = module.platform.alarm_topic_arns
    edge     = module.edge.alarm_topic_arns
  }
}

output "image_repository_urls" {
  description = "Address of each service's images."
  value       = module.platform.image_repository_urls
}

output "build_role_arn" {
  description = "Role of the pipeline's build job."
  value       = module.platform.build_role_arn
}

output "artifact_bucket_name" {
  description = "Bucket of build artifacts."
  value       = module.platform.artifact_bucket_name
}

output "vpn_tunnel_addresses" {
  description = "Public addresses of the VPN's tunnels; empty without one."
  value       = module.platform.vpn_tunnel_addresses
}
