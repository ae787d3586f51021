mock_provider "aws" {
  mock_resource "aws_ce_anomaly_monitor" {
    defaults = { arn = "arn:aws:ce::123456789012:anomalymonitor/00000000-0000-0000-0000-000000000000" }
  }
}

variables {
  name        = "acme-test"
  monthly_usd = 5000
  cost_tags   = { Environment = "production" }
  topic_arn   = "arn:aws:sns:us-east-1:123456789012:acme-test-medium"
}

run "spending_is_told_in_time" {
  assert {
    condition     = toset([for alert in aws_budgets_budget.monthly.notification : alert.threshold if alert.notification_type == "ACTUAL"]) == toset([50, 80, 100])
    error_message = "half, four fifths and all of the budget must be told"
  }

  assert {
    condition     = one([for alert in aws_budgets_budget.monthly.notification : alert.threshold if alert.notification_type == "FORECASTED"]) == 100
    error_message = "a month that will not suffice must be told"
  }

  assert {
    condition     = alltrue([for alert in aws_budgets_budget.monthly.notification : contains(alert.subscriber_sns_topic_arns, var.topic_arn)])
    error_message = "an alert without a receiver is none"
  }

  assert {
    condition     = one(aws_budgets_budget.monthly.cost_filter).values == tolist(["user:Environment$production"])
    error_message = "the budget must count its own environment only"
  }

  assert {
    condition     = aws_ce_anomaly_subscription.services.threshold_expression[0].dimension[0].values == toset(["250"])
    error_message = "five percent of 5,000 dollars are 250"
  }

  assert {
    condition     = length(aws_ce_cost_allocation_tag.this) == 0
    error_message = "only the account that pays activates tags"
  }
}

run "the_paying_account_activates_tags" {
  variables {
    activated_tags = ["Environment", "CostCenter"]
  }

  assert {
    condition     = alltrue([for tag in aws_ce_cost_allocation_tag.this : tag.status == "Active"]) && length(aws_ce_cost_allocation_tag.this) == 2
    error_message = "the tags must be active"
  }
}

run "a_budget_of_nothing_is_refused" {
  command = plan

  variables {
    monthly_usd = 0
  }

  expect_failures = [var.monthly_usd]
}

run "a_budget_that_never_tells_its_end_is_refused" {
  command = plan

  variables {
    actual_thresholds_percent = [50]
  }

  expect_failures = [var.actual_thresholds_percent]
}
