package bauta.arch.borders.uplink;

/** Stands for a class of a higher row. */
public class Parent {}
