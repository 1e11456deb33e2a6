/** What Ceph's {@code pdns-backend-rgw.py} did, with its configuration. */
@NullMarked
package org.isochrone.app.rgwpdns;

import org.jspecify.annotations.NullMarked;
