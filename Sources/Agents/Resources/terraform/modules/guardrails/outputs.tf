output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "detector_id" {
  description = "Id of the threat detector."
  value       = aws_guardduty_detector.this.id
}

output "analyzer_arn" {
  description = "ARN of the access analyzer."
  value       = aws_accessanalyzer_analyzer.this.arn
}

output "recorder_name" {
  description = "Name of the recorder of AWS Config."
  value       = aws_config_configuration_recorder.this.name
}
