/** DNS zones with records of their own, beside the names that are steered. */
@NullMarked
package org.isochrone.steering.content;

import org.jspecify.annotations.NullMarked;
