/** What people decided: realm, period, zonegroups, zones and the names bound to them, in RGW's words. */
@NullMarked
package org.isochrone.steering.topology;

import org.jspecify.annotations.NullMarked;
