/** What would become of clients if zones were drained, added or weighted otherwise. */
@NullMarked
package org.isochrone.steering.whatif;

import org.jspecify.annotations.NullMarked;
