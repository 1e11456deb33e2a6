/** Work that the whole fleet does once, in processes of its own. */
@NullMarked
package org.isochrone.app.fleet;

import org.jspecify.annotations.NullMarked;
