terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "name" {}
variable "hears" {}
variable "bus_name" {}
variable "bus_arn" {}
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "aws_iam_policy_document" "say" {
  statement {
    actions   = ["events:PutEvents"]
    resources = [var.bus_arn]
    condition {
      test     = "StringEquals"
      variable = "events:source"
      values   = ["depot"]
    }
    condition {
      test     = "StringEquals"
      variable = "events:detail-type"
      values   = [var.name == "weigh" ? "Weighed" : "Labelled"]
    }
  }
}
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy" "say" {
  name   = "say"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.say.json
}
resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = aws_iam_role.this.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "code.zip"
}
resource "aws_cloudwatch_event_rule" "hears" {
  name           = var.name
  event_bus_name = var.bus_name
  event_pattern  = jsonencode({ source = ["depot"], "detail-type" = [var.hears] })
}
resource "aws_cloudwatch_event_target" "hears" {
  rule           = aws_cloudwatch_event_rule.hears.name
  event_bus_name = var.bus_name
  arn            = aws_lambda_function.this.arn
}
resource "aws_lambda_permission" "hears" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.hears.arn
}
output "function_arn" { value = aws_lambda_function.this.arn }
