/** How much is logged. */
@NullMarked
package org.isochrone.app.log;

import org.jspecify.annotations.NullMarked;
