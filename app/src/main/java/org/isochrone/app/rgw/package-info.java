/** A RADOS Gateway's admin API: where buckets lie, and which zonegroups there are. */
@NullMarked
package org.isochrone.app.rgw;

import org.jspecify.annotations.NullMarked;
