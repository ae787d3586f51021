mock_provider "aws" {
  source = "../testing"
}

variables {
  name                      = "example-production"
  engine                    = "postgres"
  engine_version            = "17.11"
  instance_class            = "db.r5.large"
  database_name             = "db"
  allocated_storage_gib     = 100
  max_allocated_storage_gib = 200
  iops                      = 0
  multi_az                  = true
  backup_retention_days     = 30
  deletion_protection       = true
  subnet_ids                = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_id         = "sg-0123456789abcdef0"
  data_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  secret_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  monitoring_role_arn       = "arn:aws:iam::123456789012:role/monitoring"
  log_retention_days        = 30
}

run "postgres_is_encrypted_and_recoverable" {
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.storage_encrypted && aws_db_instance.this.multi_az
    error_message = "the service keeps the password, encrypts and stands by"
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 30 && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "restorable to any moment of thirty days, and never lost by mistake"
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "postgres17" && aws_db_instance.this.port == 5432
    error_message = "family and port follow the engine"
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_log_group.this)) == toset(["postgresql", "upgrade"])
    error_message = "PostgreSQL exports its logs"
  }
}

run "mysql_has_its_own_family_port_and_logs" {
  variables {
    engine         = "mysql"
    engine_version = "8.4.7"
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "mysql8.4" && output.port == 3306
    error_message = "family and port follow the engine"
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_log_group.this)) == toset(["error", "slowquery"])
    error_message = "MySQL exports its logs"
  }

  assert {
    condition     = contains([for parameter in aws_db_parameter_group.this.parameter : parameter.name], "require_secure_transport")
    error_message = "connections without TLS are refused"
  }
}

run "a_replica_takes_over_users_and_storage" {
  variables {
    replicate_source_arn = "arn:aws:rds:us-east-1:123456789012:db:source"
  }

  assert {
    condition     = aws_db_instance.this.replicate_source_db == var.replicate_source_arn && aws_db_instance.this.manage_master_user_password == null && output.secret_arn == null
    error_message = "a replica has no password of its own"
  }
}

run "too_long_a_retention_is_refused" {
  command = plan

  variables {
    backup_retention_days = 40
  }

  expect_failures = [var.backup_retention_days]
}

run "an_unknown_engine_is_refused" {
  command = plan

  variables {
    engine = "oracle"
  }

  expect_failures = [var.engine]
}
