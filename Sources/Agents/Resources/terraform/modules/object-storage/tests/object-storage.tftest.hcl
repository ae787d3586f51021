mock_provider "aws" {
  source = "../testing"
}

variables {
  name                = "example-production"
  data_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  archive_after_days  = 30
  expire_after_days   = 400
  deletion_protection = true
}

run "private_versioned_and_encrypted" {
  assert {
    condition     = alltrue([for block in aws_s3_bucket_public_access_block.this : block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets])
    error_message = "no bucket is public"
  }

  assert {
    condition     = alltrue([for item in aws_s3_bucket_server_side_encryption_configuration.this : one(item.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"])
    error_message = "objects are encrypted with the environment's key"
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.this : !bucket.force_destroy])
    error_message = "a protected bucket is not destroyed with its objects"
  }

  assert {
    condition     = alltrue([for item in aws_s3_bucket_lifecycle_configuration.archived : one(item.rule[0].transition).days < item.rule[0].expiration[0].days])
    error_message = "objects are archived before they expire"
  }

  assert {
    condition     = length(aws_s3_bucket_replication_configuration.this) == 0
    error_message = "nothing is copied without a recovery region"
  }
}

run "copies_within_fifteen_minutes" {
  variables {
    replica = {
      key_arn = "arn:aws:kms:us-west-2:123456789012:key/12345678-1234-1234-1234-123456789012"
      bucket_arns = {
        assets  = "arn:aws:s3:::copy-assets"
        backups = "arn:aws:s3:::copy-backups"
        logs    = "arn:aws:s3:::copy-logs"
      }
    }
  }

  assert {
    condition     = length(aws_s3_bucket_replication_configuration.this) == 3 && alltrue([for item in aws_s3_bucket_replication_configuration.this : item.rule[0].destination[0].replication_time[0].status == "Enabled"])
    error_message = "every bucket is copied with time control"
  }
}

run "expiry_before_archive_is_refused" {
  command = plan

  variables {
    archive_after_days = 365
    expire_after_days  = 90
  }

  expect_failures = [var.expire_after_days]
}
