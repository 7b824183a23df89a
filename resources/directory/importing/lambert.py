"""From Lambert 93 to degrees: RGF93, conformal conic (IGN, NTG 71 and « projections Lambert »). No Django."""

from __future__ import annotations

from math import asin, atan, atan2, degrees, exp, hypot, log, pi, sin

from search.geography import Point

#: GRS 80 and the constants of Lambert 93: exponent, radius, middle meridian, false origin in metres.
ECCENTRICITY = 0.081819191042816
N, C = 0.7256077650532670, 11_754_255.4261
MERIDIAN = 3 * pi / 180
X_ORIGIN, Y_ORIGIN = 700_000.0, 12_655_612.0499


def to_degrees(x: float, y: float) -> Point:
    """Give the point whose Lambert 93 coordinates are `x` and `y` metres; right to a centimetre in France."""
    radius = hypot(x - X_ORIGIN, y - Y_ORIGIN)
    angle = atan2(x - X_ORIGIN, Y_ORIGIN - y)
    isometric = -log(radius / C) / N
    latitude = asin((exp(2 * isometric) - 1) / (exp(2 * isometric) + 1))
    for _turn in range(12):
        bulge = ECCENTRICITY * sin(latitude)
        latitude = 2 * atan(exp(isometric) * ((1 + bulge) / (1 - bulge)) ** (ECCENTRICITY / 2)) - pi / 2
    return Point(degrees(latitude), degrees(MERIDIAN + angle / N))
