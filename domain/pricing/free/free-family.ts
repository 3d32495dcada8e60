/**
 * A stem with its endings: "aws_vpc" with " dhcp_options" stands for aws_vpc and aws_vpc_dhcp_options. An empty ending is the
 * stem itself, an asterisk every ending.
 */
export type FreeFamily = readonly [stem: string, endings: string];
