output "alarm_topic_arn" {
  description = "Topic of critical alarms."
  value       = aws_sns_topic.severity["critical"].arn

  # Whoever publishes must find the topic's policy in place.
  depends_on = [aws_sns_topic_policy.severity]
}

output "alarm_topic_arns" {
  description = "Topic by severity: critical, high, medium, low."
  value       = { for severity, topic in aws_sns_topic.severity : severity => topic.arn }

  depends_on = [aws_sns_topic_policy.severity]
}

output "heartbeat_topic_arn" {
  description = "Topic that Alertmanager reports to while it works."
  value       = aws_sns_topic.heartbeat.arn
}

output "alarm_names" {
  description = "Names of all alarms."
  value       = concat([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name], [for alarm in aws_cloudwatch_metric_alarm.silence : alarm.alarm_name])
}
