/** Files that people bring: read to the end before anything of them is kept. */
@NullMarked
package org.isochrone.app.imports;

import org.jspecify.annotations.NullMarked;
