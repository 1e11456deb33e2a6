/** MySQL: migrations, the implementations of the ports of steering, reports, the embedded MariaDB. */
@NullMarked
package org.isochrone.sql;

import org.jspecify.annotations.NullMarked;
