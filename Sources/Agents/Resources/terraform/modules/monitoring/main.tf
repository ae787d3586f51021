resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.log_key_arn
}

locals {
  alarms = {
    database-cpu = {
      namespace  = "AWS/RDS"
      metric     = "CPUUtilization"
      comparison = "GreaterThanThreshold"
      threshold  = 80
      dimensions = { DBInstanceIdentifier = var.database_identifier }
    }
    database-storage = {
      namespace  = "AWS/RDS"
      metric     = "FreeStorageSpace"
      comparison = "LessThanThreshold"
      threshold  = var.database_storage_alarm_gib * 1024 * 1024 * 1024
      dimensions = { DBInstanceIdentifier = var.database_identifier }
    }
    cache-memory = {
      namespace  = "AWS/ElastiCache"
      metric     = "DatabaseMemoryUsagePercentage"
      comparison = "GreaterThanThreshold"
      threshold  = 85
      dimensions = { ReplicationGroupId = var.cache_name }
    }
    cache-evictions = {
      namespace  = "AWS/ElastiCache"
      metric     = "Evictions"
      comparison = "GreaterThanThreshold"
      threshold  = 1000
      dimensions = { ReplicationGroupId = var.cache_name }
    }
  }
}

# CloudWatch watches what runs outside the cluster, so that it speaks when the cluster cannot.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Average"
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# Alertmanager's heartbeat: when it stays away, this alarm speaks, for nothing else can.
resource "aws_sns_topic" "heartbeat" {
  name              = "${var.name}-heartbeat"
  kms_master_key_id = var.log_key_arn
}

resource "aws_cloudwatch_metric_alarm" "heartbeat" {
  alarm_name          = "${var.name}-heartbeat"
  alarm_description   = "Alertmanager has not reported for a quarter of an hour: nobody is alerted."
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfMessagesPublished"
  dimensions          = { TopicName = aws_sns_topic.heartbeat.name }
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
