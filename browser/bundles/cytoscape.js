// Cytoscape.js with the fcose layout known to it, as one module.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

export default cytoscape;
