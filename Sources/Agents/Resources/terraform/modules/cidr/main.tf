# Private subnets are /19 because the VPC CNI gives every pod an address of its own.
# Public and data subnets are /22, above the private ones; what lies between and behind is spare.
locals {
  private = [for index in range(var.zones) : cidrsubnet(var.vpc_cidr, 3, index)]
  public  = [for index in range(var.zones) : cidrsubnet(var.vpc_cidr, 6, 32 + index)]
  data    = [for index in range(var.zones) : cidrsubnet(var.vpc_cidr, 6, 36 + index)]
}
