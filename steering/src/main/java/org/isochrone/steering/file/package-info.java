/** Files that readers never find half written. */
@NullMarked
package org.isochrone.steering.file;

import org.jspecify.annotations.NullMarked;
