/** One network with subnets, groups and instances that refer to each other: `resources` resources in all, at least 4. */
export function terraform(resources: number): string {
  const parts = ['resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/8"\n  tags       = { Name = "main" }\n}\n'];
  for (let n = 1; n < resources; n += 1) parts.push(resource(n));
  return parts.join('\n');
}

function resource(n: number): string {
  const of = n - (n % 3);
  switch (n % 3) {
    case 1:
      return `resource "aws_subnet" "s${n}" {\n  vpc_id     = aws_vpc.main.id\n  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 16, ${n})\n}\n`;
    case 2:
      return `resource "aws_security_group" "g${n}" {\n  name   = "g-${n}"\n  vpc_id = aws_vpc.main.id\n  ingress {\n    from_port   = 443\n    to_port     = 443\n    protocol    = "tcp"\n    cidr_blocks = ["10.0.0.0/8"]\n  }\n}\n`;
    default:
      return `resource "aws_instance" "i${n}" {\n  ami                    = "ami-0123456789abcdef0"\n  instance_type          = "m5.large"\n  subnet_id              = aws_subnet.s${of - 2}.id\n  vpc_security_group_ids = [aws_security_group.g${of - 1}.id]\n  root_block_device {\n    volume_size = 100\n    volume_type = "gp3"\n  }\n}\n`;
  }
}
