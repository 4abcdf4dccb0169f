terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_event_bus" "parcels" { name = "parcels" }
resource "aws_cloudwatch_event_archive" "parcels" {
  name             = "parcels"
  event_source_arn = aws_cloudwatch_event_bus.parcels.arn
  retention_days   = 7
}

# A queue that hears, with a policy from a document.
resource "aws_sqs_queue" "sort" { name = "sort" }
resource "aws_sqs_queue" "lost" { name = "lost" }
data "aws_iam_policy_document" "sort" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.sort.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.arrived.arn]
    }
  }
}
resource "aws_sqs_queue_policy" "sort" {
  queue_url = aws_sqs_queue.sort.id
  policy    = data.aws_iam_policy_document.sort.json
}
resource "aws_cloudwatch_event_rule" "arrived" {
  name           = "arrived"
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  event_pattern  = jsonencode({ source = ["depot"], "detail-type" = ["Arrived"] })
}
resource "aws_cloudwatch_event_target" "sort" {
  rule           = aws_cloudwatch_event_rule.arrived.name
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  arn            = aws_sqs_queue.sort.arn
  dead_letter_config { arn = aws_sqs_queue.lost.arn }
  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 10
  }
}

# Functions in modules, for each of two.
module "job" {
  source   = "./job"
  for_each = { weigh = "Arrived", label = "Weighed" }
  name     = each.key
  hears    = each.value
  bus_name = aws_cloudwatch_event_bus.parcels.name
  bus_arn  = aws_cloudwatch_event_bus.parcels.arn
}

# An inline policy whose text is not known in the plan, and one that is attached.
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "depot" {
  name               = "depot"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy" "depot" {
  role   = aws_iam_role.depot.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "events:PutEvents", Resource = aws_cloudwatch_event_bus.parcels.arn, Condition = { StringEquals = { "events:source" = "depot", "events:detail-type" = "Arrived" } } }] })
}
resource "aws_lambda_function" "depot" {
  function_name = "depot"
  role          = aws_iam_role.depot.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "code.zip"
}
resource "aws_lambda_event_source_mapping" "depot" {
  event_source_arn = aws_sqs_queue.sort.arn
  function_name    = aws_lambda_function.depot.arn
}

# Topics, twice.
resource "aws_sns_topic" "news" {
  count = 2
  name  = "news-${count.index}"
}
resource "aws_cloudwatch_event_rule" "news" {
  count          = 2
  name           = "news-${count.index}"
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  event_pattern  = jsonencode({ "detail-type" = ["Labelled"] })
}
resource "aws_cloudwatch_event_target" "news" {
  count          = 2
  rule           = aws_cloudwatch_event_rule.news[count.index].name
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  arn            = aws_sns_topic.news[count.index].arn
}
resource "aws_sns_topic_subscription" "news" {
  topic_arn = aws_sns_topic.news[0].arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.depot.arn
}

# A schedule of the default bus.
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
  state               = "DISABLED"
}
resource "aws_cloudwatch_event_target" "nightly" {
  rule  = aws_cloudwatch_event_rule.nightly.name
  arn   = aws_lambda_function.depot.arn
  input = jsonencode({ hello = "night" })
}
resource "aws_lambda_permission" "nightly" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.depot.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.nightly.arn
}

# Another region, to which a rule forwards.
resource "aws_cloudwatch_event_bus" "abroad" {
  provider = aws.ireland
  name     = "abroad"
}
resource "aws_iam_role" "forward" {
  name               = "forward"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_policy" "forward" {
  name   = "forward"
  policy = data.aws_iam_policy_document.forward.json
}
data "aws_iam_policy_document" "forward" {
  statement {
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.abroad.arn]
  }
}
resource "aws_iam_role_policy_attachment" "forward" {
  role       = aws_iam_role.forward.name
  policy_arn = aws_iam_policy.forward.arn
}
resource "aws_cloudwatch_event_rule" "abroad" {
  name           = "abroad"
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  event_pattern  = jsonencode({ detail = { country = ["IE"] } })
}
resource "aws_cloudwatch_event_target" "abroad" {
  rule           = aws_cloudwatch_event_rule.abroad.name
  event_bus_name = aws_cloudwatch_event_bus.parcels.name
  arn            = aws_cloudwatch_event_bus.abroad.arn
  role_arn       = aws_iam_role.forward.arn
}
output "bus" { value = aws_cloudwatch_event_bus.parcels.name }
