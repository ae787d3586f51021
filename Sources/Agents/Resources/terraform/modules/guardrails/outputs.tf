output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "detector_id" {
  description = "Id of the threat detector."
  value       = aws_guardduty_detector.this.id
}
