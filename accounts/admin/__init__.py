"""People, the org chart and devices in the administration, over the same services as every other door."""

from accounts.admin.devices import DeviceDesk
from accounts.admin.people import PersonDesk
from accounts.admin.transfers import TransferDesk
from accounts.admin.units import UnitDesk

__all__ = ["DeviceDesk", "PersonDesk", "TransferDesk", "UnitDesk"]
