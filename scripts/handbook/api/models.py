"""The API models that the `botocore` package carries, read when they are asked for."""

from __future__ import annotations

from functools import cache

from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

_LOADER = Loader()


@cache
def service(name: str) -> ServiceModel | None:
    try:
        return ServiceModel(_LOADER.load_service_model(name, "service-2"), name)
    except UnknownServiceError:
        return None


@cache
def operations(name: str, separator: str) -> dict[str, OperationModel]:
    """The operations of a service as AWS CLI (`-`) or an SDK for Python (`_`) spells them."""
    model = service(name)
    return {xform_name(operation, separator): model.operation_model(operation) for operation in model.operation_names} if model else {}


@cache
def waiters(name: str) -> dict[str, OperationModel]:
    model = service(name)
    try:
        found = _LOADER.load_service_model(name, "waiters-2")["waiters"]
    except UnknownServiceError:
        return {}
    return {xform_name(waiter, "-"): model.operation_model(rule["operation"]) for waiter, rule in found.items()} if model else {}


def has_pages(name: str, operation: str) -> bool:
    try:
        return operation in _LOADER.load_service_model(name, "paginators-1")["pagination"]
    except UnknownServiceError:
        return False


@cache
def names(services: tuple[str, ...]) -> frozenset[str]:
    """Every operation, shape, member and enum value of these services."""
    found: set[str] = set()
    for name in services:
        model = _LOADER.load_service_model(name, "service-2")
        found |= model["operations"].keys() | model["shapes"].keys()
        for shape in model["shapes"].values():
            found |= {*shape.get("members", ()), *shape.get("enum", ())}
    return frozenset(found)
