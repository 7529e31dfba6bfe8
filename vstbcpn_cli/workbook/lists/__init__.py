"""The lists an office keeps in Excel, its register and its log: begun by the program, and changed cell by cell in the
package of the office, so that whatever else it has put there stays as it is."""
