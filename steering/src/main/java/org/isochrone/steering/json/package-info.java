/** JSON as data; the only place that imports a JSON library. */
@NullMarked
package org.isochrone.steering.json;

import org.jspecify.annotations.NullMarked;
