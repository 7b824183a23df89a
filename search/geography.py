"""Points on the Earth: distances in metres, and the box that holds a circle. No Django."""

from __future__ import annotations

from math import asin, cos, degrees, isfinite, radians, sin, sqrt
from typing import NamedTuple

#: Mean radius of the Earth in metres (IUGG).
EARTH_RADIUS = 6_371_008.8


class Point(NamedTuple):
    """A place on the Earth in degrees, WGS 84."""

    latitude: float
    longitude: float


class Vector(NamedTuple):
    """The same place on the sphere of radius 1: distances become plain sums, which any database can compare."""

    x: float
    y: float
    z: float


class Box(NamedTuple):
    """The smallest box of degrees that holds a circle."""

    south: float
    north: float
    west: float
    east: float


def distance(a: Point, b: Point) -> float:
    """Give the distance between two points in metres along the great circle (haversine), right to 0.5 %."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half = (
        sin((lat_b - lat_a) / 2) ** 2
        + cos(lat_a) * cos(lat_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def vector(point: Point) -> Vector:
    """Give a point on the sphere of radius 1."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    return Vector(cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))


def squared_chord(metres: float) -> float:
    """Give the square of the straight line, on the sphere of radius 1, between two points `metres` apart."""
    return (2 * sin(min(metres / EARTH_RADIUS, 3.14159) / 2)) ** 2


def metres_of(squared: float) -> float:
    """Give back the distance in metres from the square of a chord."""
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(max(squared, 0.0)) / 2))


def box_around(point: Point, metres: float) -> Box:
    """Give the box that holds every point at most `metres` away; near a pole or the 180th meridian it goes all round."""
    angle = degrees(metres / EARTH_RADIUS)
    south, north = max(-90.0, point.latitude - angle), min(90.0, point.latitude + angle)
    across = sin(radians(min(angle, 90.0)))
    around = cos(radians(point.latitude))
    if south == -90.0 or north == 90.0 or across >= around:
        return Box(south, north, -180.0, 180.0)
    wide = degrees(asin(across / around))
    if abs(point.longitude) + wide > 180.0:
        return Box(south, north, -180.0, 180.0)
    return Box(south, north, point.longitude - wide, point.longitude + wide)


def read_point(text: str, decimals: int = 3) -> Point:
    """Read "45.565,5.918", rounded: three decimals are a hundred metres, enough to look around, too little to tell a door.

    Raises ValueError for anything else.
    """
    latitude, longitude = (round(float(part), decimals) for part in text[:60].split(","))
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(text)
    return Point(latitude, longitude)
