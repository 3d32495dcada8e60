import { isSet } from '../attributes';
import { hourlyLine } from '../billing/list-model';
import type { PricingModel } from '../model';

/** An address is free of this charge while something uses it; what uses it may also be named by an association or gateway. */
const users = ['aws_eip_association', 'aws_nat_gateway', 'aws_lb', 'aws_instance', 'aws_transfer_server'];

export const awsEip: PricingModel = {
  type: 'aws_eip',
  usageKeys: [],
  components: (resource, context) => {
    const { values } = resource;
    const used = ['instance', 'network_interface', 'customer_owned_ipv4_pool'].some((name) => isSet(values, name));
    if (used || users.some((type) => context.referrers(type).length > 0)) return [];
    return [hourlyLine(resource, context, 'IP address (if unused)')];
  },
};
