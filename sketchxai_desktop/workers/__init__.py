"""Work beside the event loop: lanes (one QThread and a queue each) and the jobs on them."""
