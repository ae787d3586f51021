project             = "{{project}}"
environment         = "{{environment}}"
account_id          = "{{accountId}}"
region              = "{{region}}"
owner               = "{{owner}}"
cost_center         = "{{costCenter}}"
data_classification = "{{dataClassification}}"
deletion_protection = {{deletionProtection}}
repository          = "{{repository}}"

administrator_role_arns = ["arn:aws:iam::{{accountId}}:role/{{project}}-administrator"]

state = {
  bucket_arn               = "arn:aws:s3:::{{stateBucket}}"
  key_alias                = "alias/{{project}}-terraform-state"
  permissions_boundary_arn = "arn:aws:iam::{{accountId}}:policy/{{project}}-pipeline-boundary"
}

network = {
  vpc_cidr         = "{{vpcCidr}}"
  zones            = [{{zones}}]
  nat_gateways     = {{natGateways}}
  application_port = {{applicationPort}}

  interface_endpoints = [{{interfaceEndpoints}}]
}

edge = {
  domain_name = "{{domainName}}"
  health_path = "{{healthPath}}"
}

compute = "{{compute}}"

cluster = {{cluster}}

web = {{web}}

monitoring = {{monitoring}}

database = {
  name                      = "{{databaseName}}"
  engine                    = "{{databaseEngine}}"
  engine_version            = "{{databaseVersion}}"
  instance_class            = "{{databaseClass}}"
  allocated_storage_gib     = {{databaseStorageGib}}
  max_allocated_storage_gib = {{databaseMaxStorageGib}}
  iops                      = {{databaseIops}}
  multi_az                  = {{databaseMultiAz}}
  backup_retention_days     = {{backupRetentionDays}}
}

cache = {{cache}}

retention = {
  hot_days     = {{logHotDays}}
  archive_days = {{logArchiveDays}}
}

requests_per_five_minutes = {{requestsPerFiveMinutes}}

recovery = {{recovery}}

hybrid = {{hybrid}}

budget_usd = {{budgetUsd}}
services   = [{{services}}]
