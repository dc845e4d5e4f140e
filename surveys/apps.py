from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"

    def ready(self) -> None:
        from accounts.signals import unit_merging
        from surveys.services import handing_over

        handing_over.describe()
        unit_merging.connect(handing_over.follow_unit, weak=False, dispatch_uid="surveys.follow_unit")
