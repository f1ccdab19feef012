"""The acts that write: each takes who (`by=`) and when (`at=`), and nothing else in the project writes."""
