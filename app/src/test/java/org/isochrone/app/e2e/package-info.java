/**
 * The whole product against real servers: the built program through its launcher, MariaDB, memcached and PowerDNS. Run
 * after packaging, because the launcher starts what was packaged.
 */
@NullMarked
package org.isochrone.app.e2e;

import org.jspecify.annotations.NullMarked;
