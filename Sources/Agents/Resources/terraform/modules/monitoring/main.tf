data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  severities = toset(["critical", "high", "medium", "low"])

  # Critical alarms speak after one minute, so that nothing is added to what the service itself takes
  # to publish a figure. The others need three bad minutes of five, or they would cry over a blip.
  patience = {
    critical = { periods = 1, breaches = 1 }
    high     = { periods = 5, breaches = 3 }
    medium   = { periods = 5, breaches = 3 }
    low      = { periods = 15, breaches = 10 }
  }

  # The kinds of things that are watched. A figure that stops coming is a breach where it always comes,
  # and is not where it only comes with an event.
  watched = merge(
    { for name, id in var.databases : "database-${name}" => { kind = "database", dimensions = { DBInstanceIdentifier = id } } },
    { for name, id in var.caches : "cache-${name}" => { kind = "cache", dimensions = { CacheClusterId = id } } },
    { for name, id in var.clusters : "cluster-${name}" => { kind = "cluster", dimensions = { ClusterName = id } } },
    { for name, id in var.autoscaling_groups : "machines-${name}" => { kind = "machines", dimensions = { AutoScalingGroupName = id } } },
    { for name, id in var.load_balancers : "balancer-${name}" => { kind = "balancer", dimensions = { LoadBalancer = id } } },
    { for name, id in var.distributions : "cdn-${name}" => { kind = "cdn", dimensions = { DistributionId = id, Region = "Global" } } },
    { for name, id in var.web_acls : "waf-${name}" => { kind = "waf", dimensions = { WebACL = id, Rule = "ALL" } } },
    { for name, id in var.nat_gateways : "nat-${name}" => { kind = "nat", dimensions = { NatGatewayId = id } } },
  )

  rules = {
    database = {
      cpu         = { namespace = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", above = true, threshold = 85, severity = "high", missing = "breaching" }
      storage     = { namespace = "AWS/RDS", metric = "FreeStorageSpace", statistic = "Minimum", above = false, threshold = var.database_free_storage_gib * 1024 * 1024 * 1024, severity = "high", missing = "breaching" }
      memory      = { namespace = "AWS/RDS", metric = "FreeableMemory", statistic = "Minimum", above = false, threshold = 256 * 1024 * 1024, severity = "high", missing = "breaching" }
      connections = { namespace = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum", above = true, threshold = var.database_connection_limit, severity = "medium", missing = "breaching" }
      gone        = { namespace = "AWS/RDS", metric = "CPUUtilization", statistic = "SampleCount", above = false, threshold = 1, severity = "critical", missing = "breaching" }
    }
    cache = {
      cpu       = { namespace = "AWS/ElastiCache", metric = "EngineCPUUtilization", statistic = "Average", above = true, threshold = 85, severity = "high", missing = "breaching" }
      memory    = { namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", statistic = "Average", above = true, threshold = 85, severity = "high", missing = "breaching" }
      evictions = { namespace = "AWS/ElastiCache", metric = "Evictions", statistic = "Sum", above = true, threshold = 1000, severity = "medium", missing = "breaching" }
    }
    cluster = {
      unschedulable = { namespace = "AWS/EKS", metric = "scheduler_pending_pods_UNSCHEDULABLE", statistic = "Maximum", above = true, threshold = 0, severity = "high", missing = "notBreaching" }
      api-errors    = { namespace = "AWS/EKS", metric = "apiserver_request_total_5XX", statistic = "Sum", above = true, threshold = 10, severity = "high", missing = "notBreaching" }
    }
    machines = {
      cpu    = { namespace = "AWS/EC2", metric = "CPUUtilization", statistic = "Average", above = true, threshold = 85, severity = "high", missing = "breaching" }
      broken = { namespace = "AWS/EC2", metric = "StatusCheckFailed", statistic = "Maximum", above = true, threshold = 0, severity = "high", missing = "breaching" }
      few    = { namespace = "AWS/AutoScaling", metric = "GroupInServiceInstances", statistic = "Minimum", above = false, threshold = 1, severity = "critical", missing = "breaching" }
    }
    balancer = {
      errors         = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", statistic = "Sum", above = true, threshold = 10, severity = "critical", missing = "notBreaching" }
      service-errors = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", statistic = "Sum", above = true, threshold = 10, severity = "high", missing = "notBreaching" }
      latency        = { namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", statistic = "p95", above = true, threshold = var.latency_p95_seconds, severity = "high", missing = "notBreaching" }
      rejected       = { namespace = "AWS/ApplicationELB", metric = "RejectedConnectionCount", statistic = "Sum", above = true, threshold = 0, severity = "medium", missing = "notBreaching" }
    }
    cdn = {
      errors = { namespace = "AWS/CloudFront", metric = "5xxErrorRate", statistic = "Average", above = true, threshold = 1, severity = "critical", missing = "notBreaching" }
      denied = { namespace = "AWS/CloudFront", metric = "4xxErrorRate", statistic = "Average", above = true, threshold = 25, severity = "medium", missing = "notBreaching" }
    }
    waf = {
      blocked = { namespace = "AWS/WAFV2", metric = "BlockedRequests", statistic = "Sum", above = true, threshold = 1000, severity = "medium", missing = "notBreaching" }
    }
    nat = {
      ports = { namespace = "AWS/NATGateway", metric = "ErrorPortAllocation", statistic = "Sum", above = true, threshold = 0, severity = "high", missing = "notBreaching" }
    }
  }

  alarms = merge([
    for subject, thing in local.watched : {
      for name, rule in local.rules[thing.kind] : "${subject}-${name}" => merge(rule, { dimensions = thing.dimensions })
    }
  ]...)
}

resource "aws_sns_topic" "severity" {
  for_each = local.severities

  name              = "${var.name}-${each.key}"
  kms_master_key_id = var.log_key_arn
}

data "aws_iam_policy_document" "topic" {
  for_each = aws_sns_topic.severity

  statement {
    sid       = "Publish"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com", "events.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "severity" {
  for_each = aws_sns_topic.severity

  arn    = each.value.arn
  policy = data.aws_iam_policy_document.topic[each.key].json
}

resource "aws_sns_topic_subscription" "receiver" {
  for_each = var.receivers

  topic_arn = aws_sns_topic.severity[each.value.severity].arn
  protocol  = each.value.protocol
  endpoint  = each.value.endpoint
}

# CloudWatch watches what runs outside the cluster, so that it speaks when the cluster cannot.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "Severity ${each.value.severity}: ${each.value.metric} ${each.value.above ? "above" : "below"} ${each.value.threshold}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = local.patience[each.value.severity].periods
  datapoints_to_alarm = local.patience[each.value.severity].breaches
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.severity[each.value.severity].arn]
  ok_actions          = [aws_sns_topic.severity[each.value.severity].arn]
}

# The dead man's switch: a log that always speaks has gone quiet, so whatever would have reported it may be dead too.
resource "aws_cloudwatch_metric_alarm" "silence" {
  for_each = var.heartbeat_log_groups

  alarm_name          = "${var.name}-silence-${each.key}"
  alarm_description   = "Severity critical: nothing arrived in ${each.value} for five minutes"
  namespace           = "AWS/Logs"
  metric_name         = "IncomingLogEvents"
  dimensions          = { LogGroupName = each.value }
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.severity["critical"].arn]
  ok_actions          = [aws_sns_topic.severity["critical"].arn]
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = var.log_group_names

  name              = "/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

resource "aws_cloudwatch_dashboard" "this" {
  count = length(local.alarms) == 0 ? 0 : 1

  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type   = "alarm"
        x      = 0
        y      = 0
        width  = 24
        height = 4
        properties = {
          title  = "Alarms"
          alarms = concat([for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn], [for alarm in aws_cloudwatch_metric_alarm.silence : alarm.arn])
        }
      }],
      [for index, key in sort(keys(local.alarms)) : {
        type   = "metric"
        x      = (index % 3) * 8
        y      = 4 + floor(index / 3) * 6
        width  = 8
        height = 6
        properties = {
          title       = key
          region      = data.aws_region.current.id
          period      = 60
          stat        = local.alarms[key].statistic
          metrics     = [concat([local.alarms[key].namespace, local.alarms[key].metric], flatten([for name, value in local.alarms[key].dimensions : [name, value]]))]
          annotations = { horizontal = [{ label = local.alarms[key].severity, value = local.alarms[key].threshold }] }
        }
      }]
    )
  })
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
  alarm_actions       = [aws_sns_topic.severity["critical"].arn]
  ok_actions          = [aws_sns_topic.severity["critical"].arn]
}
