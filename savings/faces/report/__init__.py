"""Reports: a manuscript and the figures it refers to, composed into one document that every face and every check reads."""
