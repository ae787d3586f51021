"""What a network that is joined to another one asks for, which moto lacks: a route table that learns its routes from a gateway.

The table keeps which gateways it learns from; no route is learnt.
"""
import moto_plus
from moto.core.responses import EmptyResult
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.responses.route_tables import RouteTables

RouteTable.propagating_vgws = property(lambda self: moto_plus.store(self, "plus_gateways").setdefault("all", []))


def _table(self):
    return self.ec2_backend.get_route_table(self._get_param("RouteTableId")), {"GatewayId": self._get_param("GatewayId")}


@moto_plus.action(RouteTables)
def enable_vgw_route_propagation(self):
    table, gateway = _table(self)
    self.ec2_backend.get_vpn_gateway(gateway["GatewayId"])
    if gateway not in table.propagating_vgws:
        table.propagating_vgws.append(gateway)
    return EmptyResult()


@moto_plus.action(RouteTables)
def disable_vgw_route_propagation(self):
    table, gateway = _table(self)
    if gateway in table.propagating_vgws:
        table.propagating_vgws.remove(gateway)
    return EmptyResult()
