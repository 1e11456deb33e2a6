/** What the answering process knows, and what it keeps on disk for when everything else is away. */
@NullMarked
package org.isochrone.app.state;

import org.jspecify.annotations.NullMarked;
